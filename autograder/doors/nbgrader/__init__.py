"""The bridge to nbgrader: scores for its gradebook, feedback for its pages."""

"""Run cases behind the wall, compare, carry forward, diagnose, score: code in, Report out."""

"""What students write, as source code: right work in many shapes, and wrong work of many kinds."""

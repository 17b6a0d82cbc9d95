searches-too-many = You can keep at most { $max } searches. Forget some first.

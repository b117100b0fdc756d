"""The node over HTTP, and the client that reaches others. What is said there is judged on the floors below."""

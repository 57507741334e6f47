"""What is drawn: each widget draws what it is given and posts what the person did."""

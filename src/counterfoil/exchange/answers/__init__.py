"""What is offered out of our record, and what is answered to a partner."""

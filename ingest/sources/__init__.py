"""One module per kind of source; being here is being known."""

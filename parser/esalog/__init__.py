"""Read the mail logs of an email gateway and ask what happened to connections and messages."""

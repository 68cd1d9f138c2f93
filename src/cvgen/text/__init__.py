"""What a text is: its markup, its dates, its language and its direction."""

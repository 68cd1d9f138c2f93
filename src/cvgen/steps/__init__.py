"""The six steps, in order: source, profile, document, latex, engine, pdf."""

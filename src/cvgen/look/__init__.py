"""The look of a document: styles, the options of ``design``, fonts and colours."""

"""How a document looks: styles, the options of ``design``, and fonts."""

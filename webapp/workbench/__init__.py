"""What editors and translators use. Never imported by what serves readers."""

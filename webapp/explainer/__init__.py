"""What is said: a content folder as frozen dataclasses, held to the laws. No web, no language."""

from webapp.explainer.loader import COMMON_FOLDER, IGNORED, examine, files_of, load

__all__ = ["COMMON_FOLDER", "IGNORED", "examine", "files_of", "load"]

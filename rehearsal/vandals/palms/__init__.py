"""A touch panel for many fingers that is no panel: ``sitecustomize.py`` of this folder, on the path of the screen's process."""

"""The pages: they show what SQL judged, and judge nothing themselves."""

"""All that kiosk and bureau say to each other; wire/README.md is its manual for strangers."""

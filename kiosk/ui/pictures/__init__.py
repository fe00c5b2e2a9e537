"""Our own drawings as shapes: icons on a grid of 24, illustrations on a grid of 400 × 300; colours by their palette names."""

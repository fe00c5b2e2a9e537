"""The papers an agency gives out: what stands on them, how they look, how they are sealed."""

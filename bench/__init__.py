"""The one harness of the project: what this product costs, each time beside a named peer or limit; see docs/performance.md."""

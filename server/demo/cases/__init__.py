"""The demo's cases: invented people of the demo municipality, each somewhere else on the way to a plan."""

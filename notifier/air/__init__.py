"""The air: from readings to means, from means to the Daily Air Quality Index, from the index to alerts."""

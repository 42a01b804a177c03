"""Taking facts away: tables other programs open."""

"""Who exists: schools, districts, agencies and adopting bodies; their people, offices, keys, links and sessions."""

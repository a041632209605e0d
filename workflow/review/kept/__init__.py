"""The routes that parties keep: versions that never change, an editor, and dry runs."""

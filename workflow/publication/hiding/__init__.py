"""What the public does not see: proposed by one, approved by another, signed, shown as hidden, and opened again."""

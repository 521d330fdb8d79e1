"""What faces outward."""

"""What people do with postings; keyword-only functions that raise PostingError."""

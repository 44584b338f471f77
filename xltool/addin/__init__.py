"""The Excel add-in from text: the VBA project as bytes, without Excel."""

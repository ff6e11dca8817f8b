"""The migrations of workbook door."""

"""The workbook door: a workbook goes out, is filled in offline, comes back, and is compared before anything is sent."""

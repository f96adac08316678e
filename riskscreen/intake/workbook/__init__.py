"""The workbook: projects in the sheets of a spreadsheet, or in a folder of CSV files with the same names."""

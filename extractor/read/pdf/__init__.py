"""PDF files: engine, text, regions, tables, charts, scans."""

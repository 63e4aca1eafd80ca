"""Many scenarios, contract lengths and draws, worked part by part into a folder of Parquet files."""

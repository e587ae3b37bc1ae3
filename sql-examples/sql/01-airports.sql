-- The airports are a Hive table of Parquet files, which Hive, Spark and Trino read as well.
CREATE TABLE airports (
  iata      STRING COMMENT 'code of the airport',
  name      STRING,
  city      STRING,
  state     STRING,
  country   STRING,
  latitude  DOUBLE,
  longitude DOUBLE
) COMMENT 'U.S. airports' WITH (
  'connector' = 'hive',
  'format' = 'parquet'
);

-- They come from a file with a header line, so all of its columns are text at first.
CREATE TEMPORARY TABLE airports_csv (
  iata      STRING,
  name      STRING,
  city      STRING,
  state     STRING,
  country   STRING,
  latitude  STRING,
  longitude STRING
) WITH (
  'connector' = 'filesystem',
  'path' = '${data}/airports.csv',
  'format' = 'csv'
);

INSERT INTO airports
SELECT iata, name, city, state, country, CAST(latitude AS DOUBLE), CAST(longitude AS DOUBLE)
FROM airports_csv
WHERE iata <> 'iata';

SELECT COUNT(*) AS airports, COUNT(DISTINCT state) AS states FROM airports;

SELECT iata, city, state FROM airports WHERE iata = 'DTW';

-- Back to Hive: a summary of each day, with a partition for each month.
CREATE TABLE daily_flights (
  flight_date  DATE,
  flights      BIGINT,
  delay        BIGINT COMMENT 'minutes, of all flights of the day',
  flight_month STRING
) PARTITIONED BY (flight_month) WITH (
  'connector' = 'hive',
  'format' = 'parquet'
);

INSERT INTO daily_flights
SELECT
  CAST(departure AS DATE),
  COUNT(*),
  SUM(CAST(delay AS BIGINT)),
  DATE_FORMAT(departure, 'yyyy-MM')
FROM flights
GROUP BY CAST(departure AS DATE), DATE_FORMAT(departure, 'yyyy-MM');

SHOW PARTITIONS daily_flights;

SELECT flight_month, COUNT(*) AS days, SUM(flights) AS flights, SUM(delay) AS delay
FROM daily_flights
GROUP BY flight_month
ORDER BY flight_month;

-- Reads the files of February only.
SELECT flight_date, flights, delay
FROM daily_flights
WHERE flight_month = '2001-02'
ORDER BY delay DESC
LIMIT 3;

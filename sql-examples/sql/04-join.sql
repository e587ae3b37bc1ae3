-- Iceberg joined with Hive: the states that most flights depart from.
SELECT
  state,
  COUNT(*) AS departures,
  CAST(AVG(CAST(delay AS DOUBLE)) AS DECIMAL(6, 2)) AS mean_delay
FROM flights
JOIN airports ON flights.origin = airports.iata
GROUP BY state
ORDER BY departures DESC
LIMIT 5;

-- Flights arrive in a Hive table of text files, as other tools left them: the time is text.
CREATE TABLE landing_flights (
  id          BIGINT,
  `date`      STRING COMMENT 'departure, yyyy/MM/dd HH:mm',
  delay       INT COMMENT 'minutes, negative when early',
  distance    INT COMMENT 'miles',
  origin      STRING,
  destination STRING
) WITH (
  'connector' = 'hive',
  'format' = 'textfile'
);

CREATE TEMPORARY TABLE flights_json (
  id          BIGINT,
  `date`      STRING,
  delay       INT,
  distance    INT,
  origin      STRING,
  destination STRING
) WITH (
  'connector' = 'filesystem',
  'path' = '${data}/flights-20k.jsonl',
  'format' = 'json'
);

INSERT INTO landing_flights SELECT * FROM flights_json;

SELECT COUNT(*) AS flights, SUM(delay) AS delay, SUM(distance) AS distance FROM landing_flights;

SELECT * FROM landing_flights WHERE id = 1;

/** Hive tables: where their files are, how they are planned, read, written and committed. */
package io.github.flinklakehouse.connector.hive;

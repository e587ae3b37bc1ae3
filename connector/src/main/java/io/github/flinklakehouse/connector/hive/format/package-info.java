/**
 * The file formats of Hive tables, one reader and one writer each behind {@link
 * io.github.flinklakehouse.connector.hive.format.HiveFileFormat}. Nothing here knows of partitions,
 * commits or the planner.
 *
 * <p>Classes of Flink that are not public, and why they are used: {@code ParquetSplitReaderUtil}
 * and what it makes (column readers and vectors), because they are Flink's only vectorized Parquet
 * decoder; {@code ParquetSchemaConverter}, for schemas spelt as other engines expect them; {@code
 * Pool}, {@code IteratorResultIterator} and {@code ColumnarRowIterator}, the parts of which every
 * reader of Flink's file source is made.
 *
 * <p>And what that decoder fills: {@code VectorizedColumnBatch}, {@code ColumnarRowData}, {@code
 * ColumnVector}, {@code WritableColumnVector}, {@code IntColumnVector}, {@code
 * TimestampColumnVector} and {@code ParquetDecimalVector}.
 *
 * <p>What ORC fills is shown as the same: {@code BooleanColumnVector}, {@code ByteColumnVector},
 * {@code ShortColumnVector}, {@code LongColumnVector}, {@code FloatColumnVector}, {@code
 * DoubleColumnVector}, {@code BytesColumnVector}, {@code DecimalColumnVector}, {@code
 * ArrayColumnVector}, {@code MapColumnVector}, {@code RowColumnVector}, and the {@code
 * ColumnarArrayData} and {@code ColumnarMapData} over them. {@code LogicalTypeChecks} tells how
 * many digits a timestamp has, and {@code LogicalTypeUtils} the class of the values of a type.
 */
package io.github.flinklakehouse.connector.hive.format;

/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.flinklakehouse.connector.metastore;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.table.catalog.stats.CatalogColumnStatisticsDataBase;
import org.apache.flink.table.catalog.stats.CatalogColumnStatisticsDataBinary;
import org.apache.flink.table.catalog.stats.CatalogColumnStatisticsDataBoolean;
import org.apache.flink.table.catalog.stats.CatalogColumnStatisticsDataDate;
import org.apache.flink.table.catalog.stats.CatalogColumnStatisticsDataDouble;
import org.apache.flink.table.catalog.stats.CatalogColumnStatisticsDataLong;
import org.apache.flink.table.catalog.stats.CatalogColumnStatisticsDataString;
import org.apache.flink.table.catalog.stats.Date;
import org.apache.hadoop.hive.metastore.api.BooleanColumnStatsData;
import org.apache.hadoop.hive.metastore.api.ColumnStatistics;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsData;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsDesc;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsObj;
import org.apache.hadoop.hive.metastore.api.DateColumnStatsData;
import org.apache.hadoop.hive.metastore.api.Decimal;
import org.apache.hadoop.hive.metastore.api.DecimalColumnStatsData;
import org.apache.hadoop.hive.metastore.api.DoubleColumnStatsData;
import org.apache.hadoop.hive.metastore.api.LongColumnStatsData;
import org.apache.hadoop.hive.metastore.api.StringColumnStatsData;

/** Column statistics of Thrift from and to those of Flink. */
final class ThriftStatistics {

    private ThriftStatistics() {}

    static List<MetastoreColumnStatistics> statistics(List<ColumnStatisticsObj> columns) {
        List<MetastoreColumnStatistics> statistics = new ArrayList<>();
        for (ColumnStatisticsObj column : columns) {
            data(column.getStatsData(), column.getColType().equals("timestamp"))
                    .ifPresent(
                            data ->
                                    statistics.add(
                                            new MetastoreColumnStatistics(
                                                    column.getColName(),
                                                    column.getColType(),
                                                    data)));
        }
        return statistics;
    }

    /** Hive notes bounds of timestamps in seconds, in a time zone that it does not note. */
    private static Optional<CatalogColumnStatisticsDataBase> data(
            ColumnStatisticsData data, boolean boundless) {
        return switch (data.getSetField()) {
            case BOOLEAN_STATS ->
                    Optional.of(
                            new CatalogColumnStatisticsDataBoolean(
                                    data.getBooleanStats().getNumTrues(),
                                    data.getBooleanStats().getNumFalses(),
                                    data.getBooleanStats().getNumNulls()));
            case LONG_STATS -> Optional.of(longs(data.getLongStats(), boundless));
            case DOUBLE_STATS -> Optional.of(doubles(data.getDoubleStats()));
            case DECIMAL_STATS -> Optional.of(decimals(data.getDecimalStats()));
            case DATE_STATS -> Optional.of(dates(data.getDateStats()));
            case STRING_STATS ->
                    Optional.of(
                            new CatalogColumnStatisticsDataString(
                                    data.getStringStats().getMaxColLen(),
                                    data.getStringStats().getAvgColLen(),
                                    data.getStringStats().getNumDVs(),
                                    data.getStringStats().getNumNulls()));
            case BINARY_STATS ->
                    Optional.of(
                            new CatalogColumnStatisticsDataBinary(
                                    data.getBinaryStats().getMaxColLen(),
                                    data.getBinaryStats().getAvgColLen(),
                                    data.getBinaryStats().getNumNulls()));
        };
    }

    private static CatalogColumnStatisticsDataLong longs(
            LongColumnStatsData data, boolean boundless) {
        boolean bounded = !boundless && data.isSetLowValue() && data.isSetHighValue();
        return new CatalogColumnStatisticsDataLong(
                bounded ? data.getLowValue() : null,
                bounded ? data.getHighValue() : null,
                data.getNumDVs(),
                data.getNumNulls());
    }

    private static CatalogColumnStatisticsDataDouble doubles(DoubleColumnStatsData data) {
        return new CatalogColumnStatisticsDataDouble(
                data.isSetLowValue() ? data.getLowValue() : null,
                data.isSetHighValue() ? data.getHighValue() : null,
                data.getNumDVs(),
                data.getNumNulls());
    }

    /** Flink has no class for decimals, and takes doubles for them. */
    private static CatalogColumnStatisticsDataDouble decimals(DecimalColumnStatsData data) {
        return new CatalogColumnStatisticsDataDouble(
                data.isSetLowValue() ? number(data.getLowValue()) : null,
                data.isSetHighValue() ? number(data.getHighValue()) : null,
                data.getNumDVs(),
                data.getNumNulls());
    }

    private static Double number(Decimal decimal) {
        return new BigDecimal(new BigInteger(decimal.getUnscaled()), decimal.getScale())
                .doubleValue();
    }

    private static CatalogColumnStatisticsDataDate dates(DateColumnStatsData data) {
        return new CatalogColumnStatisticsDataDate(
                data.isSetLowValue() ? new Date(data.getLowValue().getDaysSinceEpoch()) : null,
                data.isSetHighValue() ? new Date(data.getHighValue().getDaysSinceEpoch()) : null,
                data.getNumDVs(),
                data.getNumNulls());
    }

    /**
     * Those of the columns that have all that the metastore requires.
     *
     * @param partitionName of a partition, or empty for the table
     */
    static ColumnStatistics thrift(
            String database,
            String table,
            Optional<String> partitionName,
            List<MetastoreColumnStatistics> columns) {
        ColumnStatisticsDesc subject =
                new ColumnStatisticsDesc(partitionName.isEmpty(), database, table);
        partitionName.ifPresent(subject::setPartName);
        return new ColumnStatistics(subject, thrift(columns));
    }

    private static List<ColumnStatisticsObj> thrift(List<MetastoreColumnStatistics> columns) {
        List<ColumnStatisticsObj> thrift = new ArrayList<>();
        for (MetastoreColumnStatistics column : columns) {
            data(column)
                    .ifPresent(
                            data ->
                                    thrift.add(
                                            new ColumnStatisticsObj(
                                                    column.column(), column.type(), data)));
        }
        return thrift;
    }

    private static Optional<ColumnStatisticsData> data(MetastoreColumnStatistics column) {
        if (column.data().getNullCount() == null) {
            return Optional.empty();
        }
        if (column.data() instanceof CatalogColumnStatisticsDataBoolean data) {
            return data.getTrueCount() == null || data.getFalseCount() == null
                    ? Optional.empty()
                    : Optional.of(
                            ColumnStatisticsData.booleanStats(
                                    new BooleanColumnStatsData(
                                            data.getTrueCount(),
                                            data.getFalseCount(),
                                            data.getNullCount())));
        }
        if (column.data() instanceof CatalogColumnStatisticsDataLong data
                && data.getNdv() != null) {
            return Optional.of(longs(data, column.type().startsWith("timestamp")));
        }
        if (column.data() instanceof CatalogColumnStatisticsDataDouble data
                && data.getNdv() != null) {
            return Optional.of(
                    column.type().startsWith("decimal")
                            ? ColumnStatisticsData.decimalStats(
                                    new DecimalColumnStatsData(data.getNullCount(), data.getNdv()))
                            : doubles(data));
        }
        if (column.data() instanceof CatalogColumnStatisticsDataDate data
                && data.getNdv() != null) {
            return Optional.of(dates(data));
        }
        if (column.data() instanceof CatalogColumnStatisticsDataString data
                && data.getNdv() != null
                && data.getMaxLength() != null
                && data.getAvgLength() != null) {
            return Optional.of(
                    ColumnStatisticsData.stringStats(
                            new StringColumnStatsData(
                                    data.getMaxLength(),
                                    data.getAvgLength(),
                                    data.getNullCount(),
                                    data.getNdv())));
        }
        return Optional.empty();
    }

    private static ColumnStatisticsData longs(
            CatalogColumnStatisticsDataLong data, boolean boundless) {
        LongColumnStatsData longs = new LongColumnStatsData(data.getNullCount(), data.getNdv());
        if (!boundless && data.getMin() != null && data.getMax() != null) {
            longs.setLowValue(data.getMin());
            longs.setHighValue(data.getMax());
        }
        return ColumnStatisticsData.longStats(longs);
    }

    private static ColumnStatisticsData doubles(CatalogColumnStatisticsDataDouble data) {
        DoubleColumnStatsData doubles =
                new DoubleColumnStatsData(data.getNullCount(), data.getNdv());
        if (data.getMin() != null && data.getMax() != null) {
            doubles.setLowValue(data.getMin());
            doubles.setHighValue(data.getMax());
        }
        return ColumnStatisticsData.doubleStats(doubles);
    }

    private static ColumnStatisticsData dates(CatalogColumnStatisticsDataDate data) {
        DateColumnStatsData dates = new DateColumnStatsData(data.getNullCount(), data.getNdv());
        if (data.getMin() != null && data.getMax() != null) {
            dates.setLowValue(
                    new org.apache.hadoop.hive.metastore.api.Date(
                            data.getMin().getDaysSinceEpoch()));
            dates.setHighValue(
                    new org.apache.hadoop.hive.metastore.api.Date(
                            data.getMax().getDaysSinceEpoch()));
        }
        return ColumnStatisticsData.dateStats(dates);
    }
}

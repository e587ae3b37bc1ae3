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
package io.github.flinklakehouse.connector.hive.format;

import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** What Hive's two JsonSerDes write: one JSON object a row, its keys in any case. */
final class JsonSerDe implements RowSerDe {

    @Override
    public HiveSerDe.Records records() {
        return HiveSerDe.Records.TEXT;
    }

    @Override
    public Optional<String> unreadable(FileLayout layout) {
        return JsonOptions.unknown(layout);
    }

    @Override
    public Optional<String> unwritable(FileLayout layout) {
        return JsonOptions.unknown(layout);
    }

    @Override
    public RecordDecoder decoder(FileLayout layout, Configuration configuration) {
        return new JsonDecoder(layout);
    }

    @Override
    public RecordEncoder encoder(FileLayout layout, Configuration configuration) {
        return new JsonEncoder(layout);
    }
}

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
package io.github.flinklakehouse.catalog.view;

import static java.util.Objects.requireNonNull;

import io.github.flinklakehouse.catalog.Refusal;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.catalog.CatalogView;

/**
 * A view whose text is not for Flink. It can be listed, described and dropped, which all load it;
 * whoever needs its text gets the refusal.
 */
record UnreadableView(Schema schema, String comment, Refusal refusal) implements CatalogView {
    UnreadableView {
        requireNonNull(schema, "schema");
        requireNonNull(comment, "comment");
        requireNonNull(refusal, "refusal");
    }

    @Override
    public String getOriginalQuery() {
        throw refusal;
    }

    @Override
    public String getExpandedQuery() {
        throw refusal;
    }

    @Override
    public Schema getUnresolvedSchema() {
        return schema;
    }

    @Override
    public Map<String, String> getOptions() {
        return Map.of();
    }

    @Override
    public String getComment() {
        return comment;
    }

    @Override
    public CatalogView copy() {
        return this;
    }

    @Override
    public Optional<String> getDescription() {
        return Optional.of(comment);
    }

    @Override
    public Optional<String> getDetailedDescription() {
        return Optional.empty();
    }
}

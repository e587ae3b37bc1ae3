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
package io.github.flinklakehouse.examples;

import static java.util.Objects.requireNonNull;

import org.apache.hadoop.hive.metastore.HiveMetaStore.HMSHandler;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.server.ServerContext;
import org.apache.thrift.server.TServerEventHandler;
import org.apache.thrift.transport.TTransport;

/** Frees what the thread of a connection holds, also when a client goes without a word. */
final class ReleaseOnDisconnect implements TServerEventHandler {

    private final HMSHandler handler;

    ReleaseOnDisconnect(HMSHandler handler) {
        this.handler = requireNonNull(handler);
    }

    @Override
    public void preServe() {}

    @Override
    public ServerContext createContext(TProtocol input, TProtocol output) {
        return null;
    }

    @Override
    public void deleteContext(ServerContext context, TProtocol input, TProtocol output) {
        handler.shutdown();
    }

    @Override
    public void processContext(ServerContext context, TTransport input, TTransport output) {}
}

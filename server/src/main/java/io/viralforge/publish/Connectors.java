package io.viralforge.publish;

import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** All connectors, by their networks. */
@Singleton
final class Connectors {
    private final Map<PublishNetwork, PublishConnector> byNetwork = new EnumMap<>(PublishNetwork.class);

    Connectors(List<PublishConnector> connectors) {
        connectors.forEach(connector -> byNetwork.put(connector.network(), connector));
    }

    PublishConnector of(PublishNetwork network) {
        return Objects.requireNonNull(byNetwork.get(network), network.name());
    }
}

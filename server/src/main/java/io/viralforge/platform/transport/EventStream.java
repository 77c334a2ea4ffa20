package io.viralforge.platform.transport;

import reactor.core.publisher.Flux;

/** An answer that is sent piece by piece, as Server-Sent Events. */
record EventStream(Flux<byte[]> frames) {}

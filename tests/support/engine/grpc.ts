import {
  type handleUnaryCall,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type ServiceDefinition,
  status,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";

/** A function that answers a request, or throws what the caller is told. */
export function unary<Request, Response>(
  answer: (request: Request, call: ServerUnaryCall<Request, Response>) => Response | Promise<Response>,
): handleUnaryCall<Request, Response> {
  return (call, done) => {
    Promise.resolve()
      .then(() => answer(call.request, call))
      .then(
        (response) => done(null, response),
        (error: unknown) =>
          done({ code: status.INVALID_ARGUMENT, details: error instanceof Error ? error.message : String(error) }),
      );
  };
}

/** Serves on loopback. @returns the port, and how to end it */
export async function serve(
  service: ServiceDefinition<UntypedServiceImplementation>,
  implementation: UntypedServiceImplementation,
): Promise<{ port: number; stop(): void }> {
  // The engine sends and takes messages of up to 400 MB.
  const limit = 400 * 1024 * 1024;
  const server = new Server({ "grpc.max_receive_message_length": limit, "grpc.max_send_message_length": limit });
  server.addService(service, implementation);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return { port, stop: () => server.forceShutdown() };
}

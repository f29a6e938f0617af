import { strict as assert } from "node:assert";
import { AnalyzerResource, AnalyzeStackRequest } from "@pulumi/pulumi/proto/analyzer_pb";
import { graphOf, shareGraphs } from "../../../../policies/adapter/one-graph";
import { policyResources, sample } from "../../../support/policies";

describe("shareGraphs", () => {
  const resources = () => policyResources([sample("aws:s3/bucket:Bucket", "b", { id: "b" })]);
  let undo: () => void;
  beforeEach(() => {
    undo = shareGraphs();
  });
  afterEach(() => undo());

  it("gives all policies of a request one graph, and those of another one another", () => {
    const request = new AnalyzeStackRequest();
    request.getResourcesList();
    const first = graphOf(resources());
    assert.equal(graphOf(resources()), first);
    new AnalyzeStackRequest().getResourcesList();
    assert.notEqual(graphOf(resources()), first);
    request.getResourcesList();
    assert.equal(graphOf(resources()), first);
  });

  it("does not give a graph to other resources than the request's", () => {
    new AnalyzeStackRequest().getResourcesList();
    const first = graphOf(resources());
    assert.notEqual(graphOf([...resources(), ...resources()]), first);
  });

  it("has the server build the resources of a request once, and those of another one again", () => {
    const request = new AnalyzeStackRequest();
    request.addResources(new AnalyzerResource());
    const wire = request.getResourcesList();
    assert.equal([...wire].length, 1);
    assert.equal([...wire].length, 1, "there is no graph yet");
    const first = graphOf(resources());
    assert.equal([...wire].length, 0);
    assert.equal(wire.length, 1, "the server looks for types in it");
    assert.ok(wire.some((resource) => resource.getType() === ""));
    assert.equal(graphOf([]), first);
    const other = new AnalyzeStackRequest();
    other.addResources(new AnalyzerResource());
    assert.equal([...other.getResourcesList()].length, 1);
  });

  it("can be undone", () => {
    new AnalyzeStackRequest().getResourcesList();
    const first = graphOf(resources());
    undo();
    assert.notEqual(graphOf(resources()), first);
  });
});

// The exact state of a planck world between two steps, as plain JSON: what the next step reads and building the world
// again does not bring back.
//
// planck itself cannot: its serializer forgets contacts, impulses and sleep. Another exact way is to play the actions
// of the episode again, but then a state is as long as its episode (a walker's 1,600 steps: 130 kB, 0.4 s to load), and
// endless without a limit of steps. This one is 2 to 5 kB, is saved in a quarter of a millisecond and loaded as fast as
// an episode begins. It reaches into fields that are not public, which is why the version of planck is pinned and tests
// compare episodes to the bit. What counts, found by reading a step of planck:
// - bodies that move: position, both ends of the last sweep, velocity, sleep; the transform follows, forces are zero;
// - revolute joints: the impulses they begin with, and the state of the limit that decides whether they do;
// - contacts in their order (bodies list theirs in the same one): flags, manifolds with impulses;
// - the boxes of moving bodies in the tree of the broad phase, which lag behind their bodies. The shape of the tree does
//   not count: new contacts are sorted (world.ts), and of a ray the nearest hit is taken.
import type { Body, Contact, DynamicTree, FixtureProxy, TreeNode, World } from 'planck';

/** Numbers and flags of an object by name, those of objects inside it too. */
interface Fields {
  [name: string]: number | boolean | Fields;
}

export interface WorldState {
  bodies: Fields[];
  joints: Fields[];
  /** With the numbers of the two proxies. */
  contacts: { proxies: [a: number, b: number]; fields: Fields }[];
  /** In the order of their proxies' numbers. */
  boxes: Fields[];
}

const BODY = ['m_sweep', 'm_linearVelocity', 'm_angularVelocity', 'm_sleepTime', 'm_awakeFlag'];
const JOINT = ['m_impulse', 'm_motorImpulse', 'm_limitState'];
const CONTACT = ['m_touchingFlag', 'm_enabledFlag'];

type Tree = DynamicTree<FixtureProxy>;

/** The parts of a world that planck's types do not show. */
interface Inside {
  m_broadPhase: { m_tree: Tree };
  createContact(a: FixtureProxy, b: FixtureProxy): void;
  destroyContact(contact: Contact): void;
}

export function saveWorld(world: World): WorldState {
  const { m_tree } = (world as unknown as Inside).m_broadPhase;
  return {
    bodies: movingBodies(world).map((body) => take(body, BODY)),
    joints: listed(world.getJointList()).map((joint) => take(joint, JOINT)),
    contacts: listed(world.getContactList()).map(saveContact),
    boxes: movingLeaves(m_tree).map((leaf) => take(leaf.aabb)),
  };
}

function saveContact(contact: Contact): WorldState['contacts'][number] {
  const fields = take(contact, CONTACT);
  const manifold = contact.getManifold();
  // Contacts are used again: beyond its points a manifold holds leftovers of other contacts.
  const points = manifold.points.slice(0, manifold.pointCount);
  if (points.length > 0) fields.m_manifold = take({ ...manifold, points });
  const a = proxyOf(contact.getFixtureA(), contact.getChildIndexA());
  const b = proxyOf(contact.getFixtureB(), contact.getChildIndexB());
  return { proxies: [a, b], fields };
}

/** @param world built like the saved one; all that happened since is brought back. */
export function restoreWorld(world: World, state: WorldState): void {
  const inside = world as unknown as Inside;
  const { m_tree } = inside.m_broadPhase;
  movingLeaves(m_tree).forEach((leaf, k) => {
    m_tree.removeLeaf(leaf);
    give(leaf.aabb, state.boxes[k]!);
    m_tree.insertLeaf(leaf);
  });
  for (const contact of listed(world.getContactList())) inside.destroyContact(contact);
  for (const { proxies, fields } of state.contacts.toReversed()) {
    const [a, b] = proxies.map((id) => m_tree.getUserData(id));
    inside.createContact(a!, b!);
    give(world.getContactList()!, fields);
  }
  // Last, as making contacts wakes their bodies.
  movingBodies(world).forEach((body, k) => {
    give(body, state.bodies[k]!);
    (body as unknown as { synchronizeTransform(): void }).synchronizeTransform();
  });
  listed(world.getJointList()).forEach((joint, k) => {
    give(joint, state.joints[k]!);
  });
}

function movingLeaves(tree: Tree): TreeNode<FixtureProxy>[] {
  return Object.values(tree.m_nodes).filter(
    (node) => node.isLeaf() && isMoving(node.userData.fixture.getBody()),
  );
}

const isMoving = (body: Body) => body.isDynamic();
const movingBodies = (world: World) => listed(world.getBodyList()).filter(isMoving);

function listed<T extends { getNext(): T | null }>(first: T | null): T[] {
  const all: T[] = [];
  for (let item = first; item; item = item.getNext()) all.push(item);
  return all;
}

const proxyOf = (fixture: unknown, child: number) =>
  (fixture as { m_proxies: FixtureProxy[] }).m_proxies[child]!.proxyId;

/** The numbers and flags of an object, by default all. */
function take(from: object, names = Object.keys(from)): Fields {
  const fields: Fields = {};
  for (const name of names) {
    const value = (from as Fields)[name]!;
    fields[name] = typeof value === 'object' ? take(value) : value;
  }
  return fields;
}

/** Writes them into such an object. */
function give(into: object, fields: Fields): void {
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'object') give((into as Record<string, Fields>)[name]!, value);
    else (into as Fields)[name] = value;
  }
}

import { answered } from '../hooking.ts'
import { type Fault, fault, inBoth } from './fault.ts'

export const methodFaults: readonly Fault[] = [
  fault('patch-updates', inBoth('405'), 'PATCH is treated as PUT.', {
    method: (method) => (method === 'PATCH' ? 'PUT' : method),
  }),
  fault('patch-answers-404', 'RE-405', 'PATCH is refused with 404.', {
    refusal: (refusal, { requested }) =>
      refusal.outcome === 'unsupported-method' && requested === 'PATCH' ? refusal.with({ status: 404 }) : refusal,
  }),
  fault('patch-answers-500', inBoth('500'), 'PATCH is answered with 500.', {
    refusal: (refusal, { requested }) =>
      refusal.outcome === 'unsupported-method' && requested === 'PATCH' ? refusal.with({ status: 500 }) : refusal,
  }),
  fault('patch-answers-204', inBoth('405'), 'PATCH does nothing and says that it did.', {
    answer: (answer, { requested, refusal }) =>
      requested === 'PATCH' && refusal?.outcome === 'unsupported-method'
        ? { status: 204, headers: {}, contentType: undefined, body: undefined }
        : answer,
  }),
  fault('patch-refused-but-stored', inBoth('NO-EFFECT'), 'PATCH is refused, but changes the person first.', {
    refusal: (refusal, { requested, place, store }) => {
      const person = requested === 'PATCH' && place?.kind === 'people' ? store.people.get(place.id ?? '') : undefined
      if (refusal.outcome === 'unsupported-method' && person !== undefined)
        store.write(person, { department: null, notes: 'patched' })
      return refusal
    },
  }),
  fault(
    'unsupported-method-answers-404',
    'RE-405',
    'A method that is not supported is refused with 404.',
    answered(404, 'unsupported-method'),
  ),
  fault(
    'unsupported-method-answers-400',
    'RE-405',
    'A method that is not supported is refused with 400.',
    answered(400, 'unsupported-method'),
  ),
  fault(
    'unsupported-method-answers-501',
    'RE-405',
    'A method that is not supported is refused with 501.',
    answered(501, 'unsupported-method'),
  ),
  fault(
    'unsupported-method-on-channels-answers-404',
    'RE-405',
    'Only channels refuse an unsupported method with 404.',
    {
      refusal: (refusal, { place }) =>
        refusal.outcome === 'unsupported-method' && place?.kind === 'channels'
          ? refusal.with({ status: 404 })
          : refusal,
    },
  ),
  fault(
    'unsupported-method-on-one-answers-403',
    'RE-405',
    'Only on single things an unsupported method is refused with 403.',
    {
      refusal: (refusal, { place }) =>
        refusal.outcome === 'unsupported-method' && place?.id !== undefined ? refusal.with({ status: 403 }) : refusal,
    },
  ),
  fault('post-updates', inBoth('405-REFUSED'), 'POST on a person is treated as PUT, as it once was.', {
    method: (method, { place }) =>
      method === 'POST' && place?.kind === 'people' && place.id !== undefined ? 'PUT' : method,
  }),
  fault('put-on-list-creates', inBoth('405-REFUSED'), 'PUT on the list of people is treated as POST.', {
    method: (method, { place }) =>
      method === 'PUT' && place?.kind === 'people' && place.id === undefined ? 'POST' : method,
  }),
  fault('post-on-lists-reads', inBoth('405-REFUSED'), 'POST on a list that can only be read is treated as GET.', {
    method: (method, { place }) =>
      method === 'POST' && place !== undefined && !('POST' in place.actions) && place.id === undefined ? 'GET' : method,
  }),
  fault(
    'delete-on-entities-succeeds',
    inBoth('405-REFUSED'),
    'DELETE on a group list, a channel or an event does nothing and succeeds.',
    {
      answer: (answer, { requested, refusal, place }) =>
        requested === 'DELETE' && refusal?.outcome === 'unsupported-method' && place?.kind !== 'people'
          ? { ...answer, status: 200, headers: {}, body: { result: 'ok' } }
          : answer,
    },
  ),
]

import type { Channels } from '../../../api/channels.ts';

/** What each part of the channels is given. */
export interface ChannelPart {
  channels: Channels;
  readOnly: boolean;
}
